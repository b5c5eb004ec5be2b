using Microsoft.Extensions.Logging;

namespace Decentral.Actors.Nodes.Tests;

/// <summary>What the nodes have to say, in the output of the test, and kept for it.</summary>
internal sealed class TestLog(string node) : ILoggerFactory, ILogger
{
    private readonly Lock _gate = new();
    private readonly List<(LogLevel Level, string Text)> _entries = [];
    private readonly List<(string Part, TaskCompletionSource Seen)> _awaited = [];

    /// <summary>Errors of the node's own.</summary>
    public IReadOnlyList<string> Errors
    {
        get
        {
            lock (_gate)
            {
                return [.. _entries.Where(entry => entry.Level >= LogLevel.Error).Select(entry => entry.Text)];
            }
        }
    }

    /// <summary>Completes when something with that part is said from now on.</summary>
    public Task When(string part)
    {
        lock (_gate)
        {
            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((part, seen));
            return seen.Task.WaitAsync(TimeSpan.FromSeconds(60));
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        var text = $"{formatter(state, exception)}{(exception is null ? "" : $" {exception}")}";
        lock (_gate)
        {
            if (_entries.Count < 1000)
            {
                _entries.Add((logLevel, text));
                TestContext.Current.TestOutputHelper?.WriteLine($"{DateTime.UtcNow:ss.fff} {node}: {text}");
            }

            foreach (var (_, seen) in _awaited.Where(one => text.Contains(one.Part, StringComparison.Ordinal)))
            {
                seen.TrySetResult();
            }

            _awaited.RemoveAll(one => one.Seen.Task.IsCompleted);
        }
    }

    public void Dispose()
    {
    }
}
