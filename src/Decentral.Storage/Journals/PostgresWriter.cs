using System.Threading.Channels;
using Decentral.Actors.EventSourcing;
using Decentral.Storage.Postgres;

namespace Decentral.Storage.Journals;

/// <summary>
/// Takes what is asked of a journal in turn. While it waits for the server, requests gather; then it takes them all,
/// and the appends among them share one transaction.
/// </summary>
internal sealed class PostgresWriter
{
    private readonly PostgresStore _store;
    private readonly PostgresRunOptions _options;
    private readonly Channel<JournalRequest> _requests;
    private readonly List<AppendRequest> _group = [];
    private readonly Task _serving;
    private long _groupBytes;
    private bool _isClosed;

    public PostgresWriter(PostgresStore store, PostgresRunOptions options)
    {
        _store = store;
        _options = options;
        _requests = Channel.CreateBounded<JournalRequest>(
            new BoundedChannelOptions(options.MaxQueuedRequests) { SingleReader = true });
        _serving = Serve();
    }

    /// <summary>Answers the request later, or at once when there is no room.</summary>
    public void Submit(JournalRequest request)
    {
        if (!_requests.Writer.TryWrite(request))
        {
            request.Fail(new JournalException(
                $"{_store.Name}: nothing was done, "
                + (_isClosed
                    ? "the journal is closed."
                    : $"{_options.MaxQueuedRequests} requests already wait for the server, the most that may.")));
        }
    }

    /// <summary>Lets nothing more in, and answers what waits.</summary>
    public Task Close()
    {
        _isClosed = true;
        _requests.Writer.TryComplete();
        return _serving;
    }

    private async Task Serve()
    {
        while (await _requests.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (_requests.Reader.TryRead(out var request))
            {
                await Take(request).ConfigureAwait(false);
            }

            await CommitGroup().ConfigureAwait(false);
        }
    }

    private async Task Take(JournalRequest request)
    {
        if (request is AppendRequest append)
        {
            await AddToGroup(append).ConfigureAwait(false);
            return;
        }

        await CommitGroup().ConfigureAwait(false);
        await Guard([request], () => ((StoreRequest)request).Run(_store)).ConfigureAwait(false);
    }

    private async Task AddToGroup(AppendRequest append)
    {
        if (_groupBytes + append.Bytes > _options.MaxGroupBytes)
        {
            await CommitGroup().ConfigureAwait(false);
        }

        _group.Add(append);
        _groupBytes += append.Bytes;
    }

    private async Task CommitGroup()
    {
        if (_group.Count > 0)
        {
            await Guard(_group, Commit).ConfigureAwait(false);
            _group.Clear();
            _groupBytes = 0;
        }
    }

    /// <remarks>No outcome is told before the commit that makes it true.</remarks>
    private async Task Commit()
    {
        var outcomes = await _store.Append(_group).ConfigureAwait(false);
        for (var index = 0; index < outcomes.Count; index++)
        {
            _group[index].Complete(outcomes[index]);
        }
    }

    private async Task Guard(IReadOnlyList<JournalRequest> requests, Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // Safe to go on: the store looks at the journal anew before it writes again.
            var failure = PostgresFailure.Explain(_store.Name, error);
            foreach (var request in requests)
            {
                request.Fail(failure);
            }
        }
    }
}
