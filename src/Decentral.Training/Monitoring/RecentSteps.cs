namespace Decentral.Training.Monitoring;

/// <summary>What the steps of the last few seconds came to.</summary>
internal sealed class RecentSteps
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    /// <summary>Steps that come within it are kept as one, so that a large fleet takes no more memory than a small one.</summary>
    private static readonly TimeSpan Slot = Window / 100;

    private readonly Queue<(DateTimeOffset At, long Tokens, double LossSum)> _former = new();
    private (DateTimeOffset At, long Tokens, double LossSum) _newest;
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
        if (_first is null)
        {
            _first = now;
            _newest.At = now;
        }
        else if (now - _newest.At >= Slot)
        {
            _former.Enqueue(_newest);
            _newest = (now, 0, 0);
        }

        TrainingTime = now - _first.Value;
        TotalTokens += tokens;
        _newest.Tokens += tokens;
        _newest.LossSum += lossSum;
        _tokens += tokens;
        _lossSum += lossSum;
        while (_former.TryPeek(out var oldest) && oldest.At < now - Window)
        {
            _former.Dequeue();
            _tokens -= oldest.Tokens;
            _lossSum -= oldest.LossSum;
        }
    }

    public double TokensPerSecond(DateTimeOffset now)
    {
        var since = _former.TryPeek(out var oldest) ? oldest.At : _newest.At;
        var seconds = _first is null ? 0 : (now - since).TotalSeconds;
        return seconds > 0 ? _tokens / seconds : 0;
    }
}
