using Decentral.Actors.EventSourcing;

namespace Decentral.Storage.Journals;

/// <summary>The journal of a run, with values beside the events.</summary>
public interface IRunJournal : IJournal, IAsyncDisposable
{
    /// <summary>The sequence of a stream's last event, without reading the events; 0 when there is none.</summary>
    /// <exception cref="JournalException">The journal cannot be read.</exception>
    Task<long> ReadLength(StreamId stream);

    /// <summary>A value kept beside the events; null when there is none.</summary>
    /// <exception cref="JournalException">The journal cannot be read.</exception>
    Task<string?> ReadMetadata(string name);

    /// <summary>Keeps a value beside the events, in place of an earlier one; durable when the task ends.</summary>
    /// <exception cref="JournalException">It could not be written.</exception>
    Task WriteMetadata(string name, string value);
}
