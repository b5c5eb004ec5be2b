using System.Text;
using Decentral.Actors.Transfers;
using Decentral.Cli.Hosting;
using Decentral.Cli.Jobs;
using Decentral.Cli.Presentation;
using Decentral.Cli.Runs;
using Decentral.Files;
using Decentral.Models;
using Decentral.Models.Arenas;
using Decentral.Models.Data;
using Decentral.Models.Decoders;
using Decentral.Training.Archives;
using Decentral.Training.Composition;
using Decentral.Training.Jobs;

namespace Decentral.Cli.Joining;

/// <summary>A run's job on a node that joined, with all that it needs of it.</summary>
internal sealed class FetchedJob : IDisposable
{
    private readonly TokenCorpus _corpus;
    private readonly Arena? _weights;

    private FetchedJob(Job job, ContentDigest digest, TokenCorpus corpus, DataFacts facts, Arena? weights)
    {
        Digest = digest;
        _corpus = corpus;
        _weights = weights;
        Trainable = new TrainableJob(job, corpus, facts, weights);
    }

    public TrainableJob Trainable { get; }

    /// <summary>Tells the job from others.</summary>
    public ContentDigest Digest { get; }

    /// <summary>Fetches the job, then what of its data is not here already.</summary>
    /// <exception cref="MistakeException">This node cannot take part in the job.</exception>
    /// <exception cref="InvalidDataException">What the hub sent is not what it announced.</exception>
    public static async Task<FetchedJob> FetchAsync(
        RemoteArchive archive, NodeSettings settings, INodeView view, CancellationToken cancellationToken)
    {
        var document = await FetchDocument(archive, cancellationToken);
        var job = Read(document) with { Compute = settings.Compute };
        var manifest = document.ReadManifest();
        var facts = new DataFacts(manifest.TrainingTokenCount, manifest.HeldOutTokenCount, manifest.VocabularySize);
        NodeMemory.Check(job, facts, settings.Workers, settings.Policy);
        view.Say($"job {job.Name}: {Units.Count(manifest.TrainingTokenCount)} training tokens, "
            + $"{Units.Count(DecoderParameters.LayOut(new JobComposition(job, facts).Decoder()).ElementCount)} parameters");
        var store = new TokenShardStore(settings.CacheFolder);
        await FetchShards(archive, store, manifest, view, cancellationToken);
        var weights = document.Weights is { } named && ContentDigest.TryParse(named, out var digest)
            ? await FetchWeights(archive, digest, new JobComposition(job, facts).Decoder(), cancellationToken)
            : null;
        try
        {
            var name = ContentDigest.Of(Encoding.UTF8.GetBytes(document.Job));
            return new FetchedJob(job, name, store.Open(manifest), facts, weights);
        }
        catch
        {
            weights?.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _weights?.Dispose();
        _corpus.Dispose();
    }

    private static async Task<JobDocument> FetchDocument(RemoteArchive archive, CancellationToken cancellationToken)
    {
        using var payload = await archive.Fetch(ArchiveItem.Job).WaitAsync(cancellationToken)
            ?? throw new InvalidDataException("The hub has no job.");
        return JobDocument.Parse(payload.Bytes.Span);
    }

    private static Job Read(JobDocument document)
    {
        const string Origin = "the hub's job";
        var (job, problems) = JobBinder.Bind(Origin, [JobFileReader.Read(Origin, document.Job)]);
        return problems.Count == 0
            ? job
            : throw new MistakeException(
            [
                .. problems.Select(problem => problem.ToString()),
                "The hub runs another version of this program: install the same one on both.",
            ]);
    }

    private static async Task FetchShards(
        RemoteArchive archive,
        TokenShardStore store,
        DataManifest manifest,
        INodeView view,
        CancellationToken cancellationToken)
    {
        var missing = manifest.Shards.Select(shard => shard.Digest).Distinct()
            .Where(digest => !File.Exists(store.PathOf(digest))).ToList();
        Directory.CreateDirectory(store.Folder);
        for (var i = 0; i < missing.Count; i++)
        {
            view.Say($"fetching tokens, {i + 1} of {missing.Count}");
            using var payload = await FetchFile(archive, missing[i], cancellationToken);
            AtomicFile.Write(store.PathOf(missing[i]), payload.Bytes);
        }
    }

    private static async Task<Arena> FetchWeights(
        RemoteArchive archive, ContentDigest digest, DecoderOptions decoder, CancellationToken cancellationToken)
    {
        using var payload = await FetchFile(archive, digest, cancellationToken);
        if (ContentDigest.Of(payload.Bytes.Span) != digest)
        {
            throw new InvalidDataException("The weights that the hub sent are not those that its job names.");
        }

        var weights = new Arena(DecoderParameters.LayOut(decoder));
        try
        {
            JobDocument.UnpackWeights(payload.Bytes.Span, weights);
            return weights;
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    private static async Task<Payload> FetchFile(
        RemoteArchive archive, ContentDigest digest, CancellationToken cancellationToken) =>
        await archive.Fetch(new ArchiveItem(ArchiveItemKind.File, digest.ToString())).WaitAsync(cancellationToken)
            ?? throw new InvalidDataException($"The hub lacks {digest}, which its job names.");
}
