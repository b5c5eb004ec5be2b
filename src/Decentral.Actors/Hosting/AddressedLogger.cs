using Microsoft.Extensions.Logging;

namespace Decentral.Actors.Hosting;

/// <summary>A logger of one category for many actors, each of which puts its address before what it says.</summary>
public sealed class AddressedLogger : ILogger
{
    private readonly ILogger _inner;
    private readonly ActorRef _actor;

    /// <summary>The logger of one actor.</summary>
    public AddressedLogger(ILogger inner, ActorRef actor)
    {
        _inner = inner;
        _actor = actor;
    }

    /// <inheritdoc />
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => _inner.BeginScope(state);

    /// <inheritdoc />
    public bool IsEnabled(LogLevel logLevel) => _inner.IsEnabled(logLevel);

    /// <inheritdoc />
    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (_inner.IsEnabled(logLevel))
        {
            _inner.Log(logLevel, eventId, state, exception, (said, error) => $"{_actor}: {formatter(said, error)}");
        }
    }
}
