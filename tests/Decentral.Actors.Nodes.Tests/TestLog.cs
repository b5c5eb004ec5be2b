using Microsoft.Extensions.Logging;

namespace Decentral.Actors.Nodes.Tests;

/// <summary>What the nodes have to say, in the output of the test.</summary>
internal sealed class TestLog(string node) : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{DateTime.UtcNow:ss.fff} {node}: {formatter(state, exception)}");
        }
    }

    public void Dispose()
    {
    }
}
