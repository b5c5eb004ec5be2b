namespace Decentral.Actors.Hosting;

/// <summary>Who asks from outside: takes the first message of the awaited type, until it gives up.</summary>
/// <typeparam name="TReply">The awaited type.</typeparam>
public sealed class Question<TReply> : Recipient
    where TReply : notnull
{
    private readonly TaskCompletionSource<TReply> _answered;
    private readonly string _asked;
    private readonly ITimer _deadline;
    private readonly CancellationTokenRegistration _cancellation;

    /// <summary>Waits from now on.</summary>
    /// <param name="address">The asker's own.</param>
    /// <param name="asked">What was asked of whom, for the error.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="time">The engine's clock.</param>
    /// <param name="continuations">Where whoever awaits the answer goes on.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Question(
        ActorAddress address,
        string asked,
        TimeSpan timeout,
        TimeProvider time,
        TaskCreationOptions continuations,
        CancellationToken cancellationToken)
        : base(address)
    {
        ArgumentNullException.ThrowIfNull(time);
        _answered = new TaskCompletionSource<TReply>(continuations);
        _asked = $"No {typeof(TReply).Name} {asked} within {timeout}.";
        _deadline = time.CreateTimer(
            static question => ((Question<TReply>)question!).GiveUp(), this, timeout, Timeout.InfiniteTimeSpan);
        _cancellation = cancellationToken.UnsafeRegister(
            static (question, token) => ((Question<TReply>)question!)._answered.TrySetCanceled(token), this);
    }

    /// <summary>The answer; to be called once.</summary>
    /// <exception cref="TimeoutException">None came in time.</exception>
    public async Task<TReply> Answer()
    {
        try
        {
            return await _answered.Task.ConfigureAwait(false);
        }
        finally
        {
            await _deadline.DisposeAsync().ConfigureAwait(false);
            await _cancellation.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public override DeadLetterReason? TryAccept(in Envelope message)
    {
        if (_answered.Task.IsCompleted)
        {
            return DeadLetterReason.NoReceiver;
        }

        if (message.Type!.Open(message.Carried) is not TReply reply)
        {
            return DeadLetterReason.NotTaken;
        }

        return _answered.TrySetResult(reply) ? null : DeadLetterReason.NoReceiver;
    }

    private void GiveUp() => _answered.TrySetException(new TimeoutException(_asked));
}
