namespace Decentral.Training.Monitoring;

/// <summary>What the steps of the last few seconds came to.</summary>
internal sealed class RecentSteps
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly Queue<(DateTimeOffset At, long Tokens, double LossSum)> _steps = new();
    private DateTimeOffset? _first;
    private long _tokens;
    private double _lossSum;

    /// <summary>Mean training loss, in nats a token; null without a step.</summary>
    public double? MeanLoss => _tokens == 0 ? null : _lossSum / _tokens;

    /// <summary>Time from the first step ever to the last.</summary>
    public TimeSpan TrainingTime { get; private set; }

    /// <summary>Tokens of all steps ever.</summary>
    public long TotalTokens { get; private set; }

    public void Add(DateTimeOffset now, long tokens, double lossSum)
    {
        _first ??= now;
        TrainingTime = now - _first.Value;
        TotalTokens += tokens;
        _steps.Enqueue((now, tokens, lossSum));
        _tokens += tokens;
        _lossSum += lossSum;
        while (_steps.Peek().At < now - Window)
        {
            var (_, oldTokens, oldLossSum) = _steps.Dequeue();
            _tokens -= oldTokens;
            _lossSum -= oldLossSum;
        }
    }

    public double TokensPerSecond(DateTimeOffset now)
    {
        if (_steps.Count == 0)
        {
            return 0;
        }

        var seconds = (now - _steps.Peek().At).TotalSeconds;
        return seconds > 0 ? _tokens / seconds : 0;
    }
}
