using Decentral.Actors.EventSourcing;
using Decentral.Storage.Files;

namespace Decentral.Storage.Journals;

/// <summary>
/// The one thread that touches a journal's file. While it waits for the disk, requests gather; then it takes them all,
/// and the appends among them share one transaction. After an error of the file it writes nothing more until the
/// journal is opened anew: after a failed write or sync the kernel may have dropped pages that SQLite believes to be on
/// disk, and recovery from the log is the one safe way on.
/// </summary>
internal sealed class JournalWriter
{
    private readonly SqliteJournalOptions _options;
    private readonly DirectoryLock? _taken;
    private readonly RequestQueue _queue;
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<AppendRequest> _group = [];
    private long _groupBytes;
    private JournalException? _failure;

    /// <param name="options">Where the journal is.</param>
    /// <param name="taken">The lock of its directory, released when the journal closes; null to take it here.</param>
    public JournalWriter(SqliteJournalOptions options, DirectoryLock? taken = null)
    {
        _options = options;
        _taken = taken;
        _queue = new RequestQueue(options.MaxQueuedRequests);
        new Thread(Run) { Name = $"journal {options.Path}", IsBackground = true }.Start();
    }

    /// <summary>Done when the file is open; fails with a <see cref="JournalException"/> when it cannot be.</summary>
    public Task Opened => _opened.Task;

    /// <summary>Answers the request later, or at once when there is no room.</summary>
    public void Submit(JournalRequest request)
    {
        if (!_queue.TryAdd(request, out var refusal))
        {
            request.Fail(new JournalException($"{_options.Path}: nothing was done, {refusal}."));
        }
    }

    /// <summary>Lets nothing more in, answers what waits, closes the file.</summary>
    public Task Close()
    {
        _queue.Close();
        return _closed.Task;
    }

    private void Run()
    {
        try
        {
            Hold();
        }
        catch (Exception error)
        {
            // The thread's end: an error while opening goes to the opener; one while closing only leaves the log
            // behind, from which the next to open recovers.
            _opened.TrySetException(JournalFailure.Explain(_options.Path, error));
        }

        _closed.TrySetResult();
    }

    private void Hold()
    {
        using var directory = _taken ?? TakeDirectory();
        using var database = JournalDatabase.Open(_options);
        _opened.SetResult();
        Serve(database);
        if (_failure is null)
        {
            database.MarkClosed();
        }
    }

    private DirectoryLock TakeDirectory() =>
        DirectoryLock.TryAcquire(Path.GetDirectoryName(_options.Path)!, out var refusal)
        ?? throw new JournalException(refusal);

    private void Serve(JournalDatabase database)
    {
        var requests = new List<JournalRequest>();
        while (_queue.TakeAll(ref requests))
        {
            foreach (var request in requests)
            {
                Take(database, request);
            }

            CommitGroup(database);
            requests.Clear();
        }
    }

    private void Take(JournalDatabase database, JournalRequest request)
    {
        if (request is AppendRequest append)
        {
            AddToGroup(database, append);
            return;
        }

        CommitGroup(database);
        Guard([request], () => ((QueryRequest)request).Run(database));
    }

    private void AddToGroup(JournalDatabase database, AppendRequest append)
    {
        if (_groupBytes + append.Bytes > _options.MaxGroupBytes)
        {
            CommitGroup(database);
        }

        _group.Add(append);
        _groupBytes += append.Bytes;
    }

    private void CommitGroup(JournalDatabase database)
    {
        if (_group.Count > 0)
        {
            Guard(_group, () => Commit(database));
            _group.Clear();
            _groupBytes = 0;
        }
    }

    /// <remarks>No outcome is told before the commit that makes it true.</remarks>
    private void Commit(JournalDatabase database)
    {
        database.Begin();
        var outcomes = _group.ConvertAll(database.Append);
        database.Commit();
        for (var index = 0; index < outcomes.Count; index++)
        {
            _group[index].Complete(outcomes[index]);
        }
    }

    private void Guard(IReadOnlyList<JournalRequest> requests, Action work)
    {
        if (_failure is not null)
        {
            FailAll(requests, _failure);
            return;
        }

        try
        {
            work();
        }
        catch (JournalException damage)
        {
            FailAll(requests, damage);
        }
        catch (Exception error)
        {
            // Safe to go on: from here every request fails with this error, and the file is only closed.
            _failure = JournalFailure.Explain(_options.Path, error);
            FailAll(requests, _failure);
        }
    }

    private static void FailAll(IReadOnlyList<JournalRequest> requests, JournalException error)
    {
        foreach (var request in requests)
        {
            request.Fail(error);
        }
    }
}
