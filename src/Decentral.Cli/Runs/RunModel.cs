using Decentral.Cli.Hosting;
using Decentral.Models.Arenas;
using Decentral.Models.Decoders;
using Decentral.Models.Generation;
using Decentral.Models.HuggingFace;
using Decentral.Models.Optimizers;
using Decentral.Models.Replicas;
using Decentral.Models.Tokenizers;
using Decentral.Training.Jobs;

namespace Decentral.Cli.Runs;

/// <summary>A trained model with its tokenizer: what a run leaves, and what writes text.</summary>
internal sealed class RunModel : IDisposable
{
    private const string TokenizerFile = "tokenizer.json";

    private readonly DecoderOptions _decoder;
    private readonly Tokenizer _tokenizer;
    private readonly Arena _parameters;

    private RunModel(DecoderOptions decoder, Tokenizer tokenizer)
    {
        _decoder = decoder;
        _tokenizer = tokenizer;
        _parameters = new Arena(DecoderParameters.LayOut(decoder));
    }

    /// <summary>A model with these parameters.</summary>
    /// <param name="prepared">The job it was trained by.</param>
    /// <param name="parameters">Packed.</param>
    public static RunModel Of(PreparedJob prepared, ReadOnlySpan<float> parameters)
    {
        var model = new RunModel(prepared.Composition.Decoder(), prepared.Tokenizer);
        model._parameters.Write(FragmentPartition.Whole(model._parameters.Layout), parameters);
        return model;
    }

    /// <summary>The model that a run left in its directory.</summary>
    /// <exception cref="MistakeException">The run has left none.</exception>
    public static RunModel Open(RunFolder folder, Job job)
    {
        if (!File.Exists(folder.Paths.Model))
        {
            throw new MistakeException(
                $"{folder.Name}: expected a trained model, found none; let the run end or stop first: decentral train --resume "
                + folder.Name);
        }

        var tokenizer = Tokenize(job, () => BytePairTokenizer.Load(Path.Combine(folder.Paths.Directory, TokenizerFile)));
        var model = new RunModel(HuggingFaceModel.ReadOptions(folder.Paths.Directory), tokenizer);
        HuggingFaceModel.LoadParameters(folder.Paths.Directory, model._decoder, model._parameters);
        return model;
    }

    /// <summary>The tokenizer that a job names.</summary>
    /// <param name="job">The job.</param>
    /// <param name="learned">Gives the tokenizer that is learned from the job's text.</param>
    public static Tokenizer Tokenize(Job job, Func<Tokenizer> learned) => job.Model.Tokenizer switch
    {
        ModelOptions.ByteTokenizer => new ByteTokenizer(),
        ModelOptions.BpeTokenizer => learned(),
        var path => BytePairTokenizer.Load(path),
    };

    /// <summary>The folder of weights that a job names by the folder or by a file in it.</summary>
    public static string FolderOf(string weights) =>
        File.Exists(weights) ? Path.GetDirectoryName(Path.GetFullPath(weights))! : weights;

    /// <summary>Writes weights, configuration and tokenizer under the names that Hugging Face's libraries load.</summary>
    public void Save(string folder)
    {
        HuggingFaceModel.Save(folder, _decoder, _parameters);
        if (_tokenizer is BytePairTokenizer learned)
        {
            learned.Save(Path.Combine(folder, TokenizerFile));
        }
    }

    /// <summary>The prompt and what the model continues it with.</summary>
    /// <param name="prompt">Not empty.</param>
    /// <param name="tokens">Tokens to write.</param>
    /// <param name="temperature">Divides the logits; 0 takes the likeliest token.</param>
    /// <param name="seed">Keys the draws.</param>
    public string Write(string prompt, int tokens, double temperature, ulong seed)
    {
        using var replica = new DecoderReplica(_decoder, new AdamWOptions());
        replica.SetParameters(_parameters);
        var ids = _tokenizer.Encode(prompt);
        if (ids.Length == 0)
        {
            throw new MistakeException("text: expected something to continue, found an empty prompt");
        }

        using var generator = new TokenGenerator(replica, new SamplingOptions { Temperature = temperature, Seed = seed });
        var written = generator.Generate(Array.ConvertAll(ids, id => (long)id), tokens);
        return _tokenizer.Decode([.. ids, .. written]);
    }

    public void Dispose() => _parameters.Dispose();
}
