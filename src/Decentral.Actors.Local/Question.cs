using Decentral.Actors.Hosting;

namespace Decentral.Actors.Local;

/// <summary>Who asks from outside: takes the first message of the awaited type, until it gives up.</summary>
internal sealed class Question<TReply> : LocalReference, IDisposable
    where TReply : notnull
{
    private readonly TaskCompletionSource<TReply> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _asked;
    private readonly ITimer _deadline;
    private readonly CancellationTokenRegistration _cancellation;

    public Question(
        ActorAddress address, string asked, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
        : base(address)
    {
        _asked = $"{asked} within {timeout}";
        _deadline = time.CreateTimer(
            static question => ((Question<TReply>)question!).GiveUp(), this, timeout, Timeout.InfiniteTimeSpan);
        _cancellation = cancellationToken.UnsafeRegister(
            static (question, token) => ((Question<TReply>)question!)._answered.TrySetCanceled(token), this);
    }

    public async Task<TReply> Answer()
    {
        try
        {
            return await _answered.Task.ConfigureAwait(false);
        }
        finally
        {
            Dispose();
        }
    }

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

    public void Dispose()
    {
        _deadline.Dispose();
        _cancellation.Dispose();
    }

    private void GiveUp() => _answered.TrySetException(new TimeoutException($"No {typeof(TReply).Name} {_asked}."));
}
