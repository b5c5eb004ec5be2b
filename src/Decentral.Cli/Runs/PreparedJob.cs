using System.Text;
using Decentral.Cli.Jobs;
using Decentral.Models;
using Decentral.Models.Data;
using Decentral.Models.HuggingFace;
using Decentral.Models.Safetensors;
using Decentral.Models.Tokenizers;
using Decentral.Training.Composition;
using Decentral.Training.Jobs;

namespace Decentral.Cli.Runs;

/// <summary>A job with its data at hand, checked against each other.</summary>
internal sealed class PreparedJob : IDisposable
{
    private readonly PreparedData _data;
    private readonly StartingWeights? _weights;

    private PreparedJob(Job job, Tokenizer tokenizer, PreparedData data, DataFacts facts)
    {
        Tokenizer = tokenizer;
        _data = data;
        _weights = job.Model.Weights is { } weights
            ? StartingWeights.Load(weights, new JobComposition(job, facts).Decoder())
            : null;
        Trainable = new TrainableJob(job, data.Corpus, facts, _weights?.Parameters);
    }

    /// <summary>What workers need of it.</summary>
    public TrainableJob Trainable { get; }

    public Job Job => Trainable.Job;

    public Tokenizer Tokenizer { get; }

    public DataFacts Facts => Trainable.Facts;

    public JobComposition Composition => Trainable.Composition;

    /// <summary>Which tokens the job is about.</summary>
    public DataManifest Manifest => _data.Corpus.Manifest;

    public IReadOnlyList<string> Notices => [.. _data.Notices, .. _weights?.Notices ?? []];

    /// <summary>What the data are, in a few words.</summary>
    public string Description => _data.Description;

    /// <summary>Digest of the job and of the data it is about: what a journal is bound to.</summary>
    /// <remarks>How a model is cut, and what its stages keep of each other, is no part of what is trained, and may change.</remarks>
    public string Digest => ContentDigest.Of(Encoding.UTF8.GetBytes(
        $"{JobWriter.Write(Uncut(Job))}\n{Convert.ToHexString(Manifest.ToJson())}")).ToString();

    /// <summary>Reads the data, and tokenises them where that was not done before.</summary>
    /// <param name="job">The job, valid by itself.</param>
    /// <param name="cacheFolder">Where tokens are kept.</param>
    /// <param name="progress">Is told how far the data are; null for nobody.</param>
    /// <param name="cancellationToken">Ends the preparation.</param>
    /// <exception cref="DataSourceException">The data cannot be used.</exception>
    /// <exception cref="JobRefusedException">The job and the data contradict each other.</exception>
    /// <exception cref="InvalidDataException">The job's tokenizer cannot be used.</exception>
    /// <exception cref="HuggingFaceException">The configuration beside the job's weights cannot be used.</exception>
    /// <exception cref="SafetensorsException">The job's weights are damaged, or of another model.</exception>
    public static PreparedJob Prepare(
        Job job, string cacheFolder, IProgress<DataProgress>? progress, CancellationToken cancellationToken)
    {
        var preparer = new DataPreparer(new TokenShardStore(cacheFolder), progress);
        var selection = job.Data.ToSelection();
        Tokenizer tokenizer = job.Model.Tokenizer switch
        {
            ModelOptions.ByteTokenizer => new ByteTokenizer(),
            ModelOptions.BpeTokenizer => preparer.TrainTokenizer(selection, VocabularyOf(job), cancellationToken),
            var path => LoadTokenizer(path),
        };
        var data = preparer.Prepare(selection, tokenizer, job.Model.Context, cancellationToken);
        try
        {
            var facts = new DataFacts(
                data.Corpus.Training.TokenCount, data.Corpus.HeldOut.TokenCount, tokenizer.VocabularySize);
            Refuse(JobValidator.Validate(job, facts));
            Refuse(ModelSize.Check(job, facts));
            return new PreparedJob(job, tokenizer, data, facts);
        }
        catch
        {
            data.Dispose();
            throw;
        }
    }

    /// <inheritdoc cref="Prepare(Job, string, IProgress{DataProgress}, CancellationToken)"/>
    public static PreparedJob Prepare(Job job, string cacheFolder, CancellationToken cancellationToken) =>
        Prepare(job, cacheFolder, progress: null, cancellationToken);

    public void Dispose()
    {
        _weights?.Dispose();
        _data.Dispose();
    }

    /// <summary>The tokenizer that a job names by its path.</summary>
    /// <exception cref="JobRefusedException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It cannot be used.</exception>
    public static BytePairTokenizer LoadTokenizer(string path) => File.Exists(path)
        ? BytePairTokenizer.Load(path)
        : throw new JobRefusedException(
            [new JobProblem("model.tokenizer", "bytes, bpe, or the path of a tokenizer.json", $"no file at {path}")]);

    private static Job Uncut(Job job) => job with { Pipeline = new PipelineOptions { Stages = Math.Min(1, job.Pipeline.Stages) } };

    private static void Refuse(IReadOnlyList<JobProblem> problems)
    {
        if (problems.Count > 0)
        {
            throw new JobRefusedException(problems);
        }
    }

    private static BytePairTrainingOptions VocabularyOf(Job job) =>
        new() { VocabularySize = job.Model.Vocabulary ?? ModelOptions.DefaultBpeVocabulary };
}
