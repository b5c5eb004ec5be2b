using System.Text;
using Decentral.Cli.Hosting;
using Decentral.Models.Arenas;
using Decentral.Models.Decoders;
using Decentral.Models.Generation;
using Decentral.Models.HuggingFace;
using Decentral.Models.Optimizers;
using Decentral.Models.Replicas;
using Decentral.Models.Safetensors;
using Decentral.Models.Tokenizers;

namespace Decentral.Cli.Generation;

/// <summary>
/// A model with its tokenizer, in Hugging Face's layout on disk: what a run leaves, and what writes text.
/// </summary>
internal sealed class TrainedModel : IDisposable
{
    private const string TokenizerFile = "tokenizer.json";

    private readonly DecoderOptions _decoder;
    private readonly Tokenizer _tokenizer;
    private readonly Arena _parameters;

    private TrainedModel(DecoderOptions decoder, Tokenizer tokenizer)
    {
        _decoder = decoder;
        _tokenizer = tokenizer;
        _parameters = new Arena(DecoderParameters.LayOut(decoder));
    }

    /// <summary>A model with these parameters.</summary>
    /// <param name="decoder">Its shape.</param>
    /// <param name="tokenizer">The tokenizer that it was trained with.</param>
    /// <param name="parameters">Packed.</param>
    public static TrainedModel Of(DecoderOptions decoder, Tokenizer tokenizer, ReadOnlySpan<float> parameters)
    {
        var model = new TrainedModel(decoder, tokenizer);
        model._parameters.Write(FragmentPartition.Whole(model._parameters.Layout), parameters);
        return model;
    }

    /// <summary>Reads the model of a run directory, or of any folder in Hugging Face's layout.</summary>
    /// <param name="location">The folder.</param>
    /// <param name="name">The same as the person named it.</param>
    /// <exception cref="MistakeException">There is no model, or its tokenizer is of another.</exception>
    /// <exception cref="HuggingFaceException">
    /// The configuration is of no model that we can compute, or of a larger one than the weights are.
    /// </exception>
    /// <exception cref="SafetensorsException">The weights are damaged, or of another model.</exception>
    public static TrainedModel Load(string location, string name)
    {
        RefuseWithoutWeights(location, name);
        var decoder = WeightFiles.Look(location).ReadDescription(location);
        var model = new TrainedModel(decoder, ReadTokenizer(location, name, decoder.Vocabulary));
        try
        {
            HuggingFaceModel.LoadParameters(location, decoder, model._parameters);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Writes weights, configuration and tokenizer as Hugging Face's libraries load them.</summary>
    /// <param name="folder">Made when it is missing.</param>
    public void Save(string folder)
    {
        HuggingFaceModel.Save(folder, _decoder, _parameters);
        if (_tokenizer is BytePairTokenizer learned)
        {
            learned.Save(Path.Combine(folder, TokenizerFile));
        }
    }

    /// <summary>The text that follows <paramref name="prompt"/>, in pieces as they are made.</summary>
    /// <param name="prompt">Not empty.</param>
    /// <param name="tokens">At most so many; the model may end sooner.</param>
    /// <param name="sampling">How tokens are chosen.</param>
    public IEnumerable<string> Continue(string prompt, int tokens, SamplingOptions sampling)
    {
        var encoded = Array.ConvertAll(_tokenizer.Encode(prompt), token => (long)token);
        using var replica = new DecoderReplica(Fitting(encoded.Length + tokens), new AdamWOptions());
        replica.SetParameters(_parameters);
        using var generator = new TokenGenerator(replica, sampling);
        var text = Encoding.UTF8.GetDecoder();
        foreach (var token in generator.Generate(encoded, tokens).TakeWhile(token => token != _tokenizer.EndOfText))
        {
            yield return Decode(text, IsKnown(token) ? _tokenizer.DecodeBytes([token]) : [], flush: false);
        }

        yield return Decode(text, [], flush: true);
    }

    public void Dispose() => _parameters.Dispose();

    /// <summary>
    /// The model with room for no more positions than a text has: a Llama's are computed, and a context of millions is
    /// quickly claimed.
    /// </summary>
    private DecoderOptions Fitting(int positions) => _decoder.Family == DecoderFamily.Llama
        ? _decoder with { Context = Math.Min(_decoder.Context, positions) }
        : _decoder;

    /// <summary>A padded embedding has rows that stand for nothing.</summary>
    private bool IsKnown(int token) => token < _tokenizer.VocabularySize;

    private static void RefuseWithoutWeights(string location, string name)
    {
        if (!Directory.Exists(location))
        {
            throw new MistakeException($"{name}: expected a run directory or a folder with a model, found no folder");
        }

        if (!Directory.EnumerateFiles(location, "*.safetensors").Any())
        {
            throw new MistakeException(
                $"{name}: expected a trained model, found none; "
                + $"a run has one once it ends or stops: {ProgramName.Typed} train --resume {name}");
        }
    }

    private static Tokenizer ReadTokenizer(string location, string name, int vocabulary)
    {
        var path = Path.Combine(location, TokenizerFile);
        Tokenizer tokenizer = File.Exists(path) ? BytePairTokenizer.Load(path) : new ByteTokenizer();
        var isItsOwn = tokenizer is ByteTokenizer
            ? tokenizer.VocabularySize == vocabulary
            : tokenizer.VocabularySize <= vocabulary;
        return isItsOwn
            ? tokenizer
            : throw new MistakeException(
                $"{Path.Combine(name, TokenizerFile)}: expected a tokenizer for the {vocabulary} tokens of the model, "
                + (tokenizer is ByteTokenizer ? "found none" : $"found one for {tokenizer.VocabularySize}"));
    }

    /// <summary>A character may be spread over tokens: it appears with the last of them.</summary>
    private static string Decode(System.Text.Decoder decoder, ReadOnlySpan<byte> bytes, bool flush)
    {
        var characters = new char[decoder.GetCharCount(bytes, flush)];
        decoder.GetChars(bytes, characters, flush);
        return new string(characters);
    }
}
