using Microsoft.Extensions.Logging;

namespace Decentral.Benchmarks.Nodes;

/// <summary>Says on standard error what a measured node warns of: a figure with a broken link in it is none.</summary>
internal sealed class StandardErrorLog(string node) : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            Console.Error.WriteLine($"{node}: {formatter(state, exception)}");
        }
    }

    public void Dispose()
    {
    }
}
