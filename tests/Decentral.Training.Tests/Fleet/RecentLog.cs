using Microsoft.Extensions.Logging;

namespace Decentral.Training.Tests.Fleet;

/// <summary>The last lines that the actors logged, with their virtual time: the reasons behind what they decided.</summary>
internal sealed class RecentLog(Func<DateTimeOffset> now) : ILoggerFactory, ILogger
{
    private const int Kept = 40;

    private readonly Queue<string> _lines = new();

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        _lines.Enqueue($"{now():mm:ss.fff} {formatter(state, exception)}");
        if (_lines.Count > Kept)
        {
            _lines.Dequeue();
        }
    }

    public override string ToString() => string.Join('\n', _lines);
}
