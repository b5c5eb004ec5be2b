using System.Buffers;
using Decentral.Files;
using Decentral.Storage.Files;

namespace Decentral.Storage.Metrics;

/// <summary>
/// A run's measurements, one JSON object a line, each with a whole number <c>round</c>. Lines are kept
/// in memory until <see cref="Flush"/>; flushed lines survive kill -9 (not a loss of power: what must is in the
/// journal). Safe to use from several threads; nothing but the returned tasks waits for the disk.
/// </summary>
public sealed class MetricsFile : IAsyncDisposable
{
    /// <summary>Bytes that may wait for a flush.</summary>
    public const int MaxBufferedBytes = 16 << 20;

    private readonly string _path;
    private readonly Lock _gate = new();
    private ArrayBufferWriter<byte> _buffer = new();
    private FileStream _file;
    private Task _writing = Task.CompletedTask;

    private MetricsFile(string path, FileStream file)
    {
        _path = path;
        _file = file;
    }

    /// <summary>Opens or makes the file, and cuts off a last line that a killed writer left torn.</summary>
    /// <exception cref="StorageException">It cannot be opened.</exception>
    public static Task<MetricsFile> Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var full = Path.GetFullPath(path);
        return BlockingWork.Run(() => Guard(full, () => new MetricsFile(full, OpenForAppending(full))));
    }

    /// <summary>Adds a line.</summary>
    /// <param name="line">A JSON object without line breaks, with a whole number <c>round</c>.</param>
    /// <exception cref="ArgumentException">It is not that.</exception>
    /// <exception cref="InvalidOperationException">
    /// More than <see cref="MaxBufferedBytes"/> wait for a flush.
    /// </exception>
    public void Append(ReadOnlySpan<byte> line)
    {
        if (!MetricsLines.TryReadRound(line, out _) || line.Contains((byte)'\n'))
        {
            throw new ArgumentException(
                "A line of metrics is one JSON object with a whole number 'round'.", nameof(line));
        }

        lock (_gate)
        {
            if (_buffer.WrittenCount + line.Length >= MaxBufferedBytes)
            {
                throw new InvalidOperationException(
                    $"{_path}: {_buffer.WrittenCount} bytes of metrics wait for a flush, at most {MaxBufferedBytes}.");
            }

            _buffer.Write(line);
            _buffer.Write("\n"u8);
        }
    }

    /// <summary>Writes all lines that were added before.</summary>
    /// <exception cref="StorageException">The disk is full or failed; the lines wait for the next flush.</exception>
    public Task Flush() => Enqueue(WriteBuffered);

    /// <summary>
    /// Forgets all lines of rounds after this one, for a run that goes back to a snapshot. A line that carries no round
    /// (somebody has edited the file) stays.
    /// </summary>
    /// <exception cref="StorageException">The disk is full or failed; the file stays as it was.</exception>
    public Task TruncateAfter(long round) => Enqueue(() =>
    {
        WriteBuffered();
        _file.Dispose();
        try
        {
            MetricsLines.KeepThrough(_path, round);
        }
        finally
        {
            _file = OpenForAppending(_path);
        }
    });

    /// <summary>Writes what waits and closes the file; once.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await Flush().ConfigureAwait(false);
        }
        finally
        {
            await _file.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <remarks>One after the other, whatever became of the one before.</remarks>
    private Task Enqueue(Action work)
    {
        lock (_gate)
        {
            return _writing = _writing.ContinueWith(
                _ => Guard(_path, work),
                CancellationToken.None,
                TaskContinuationOptions.LongRunning,
                TaskScheduler.Default);
        }
    }

    private void WriteBuffered()
    {
        var lines = TakeBuffer();
        var end = _file.Position;
        try
        {
            FileSystemLimit.Watch(() => _file.Write(lines.WrittenSpan));
        }
        catch (IOException)
        {
            _file.SetLength(end);
            _file.Position = end;
            PutBack(lines);
            throw;
        }
    }

    private ArrayBufferWriter<byte> TakeBuffer()
    {
        lock (_gate)
        {
            var taken = _buffer;
            _buffer = new ArrayBufferWriter<byte>();
            return taken;
        }
    }

    private void PutBack(ArrayBufferWriter<byte> taken)
    {
        lock (_gate)
        {
            taken.Write(_buffer.WrittenSpan);
            _buffer = taken;
        }
    }

    private static FileStream OpenForAppending(string path)
    {
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        MetricsLines.CutTornEnd(file);
        return file;
    }

    private static void Guard(string path, Action work) => Guard(path, () =>
    {
        work();
        return true;
    });

    private static TResult Guard<TResult>(string path, Func<TResult> work)
    {
        try
        {
            return work();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"Metrics cannot be kept in {path}: {error.Message}", error);
        }
    }
}
