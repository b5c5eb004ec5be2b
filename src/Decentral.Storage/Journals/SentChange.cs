namespace Decentral.Storage.Journals;

/// <summary>
/// A change that was sent, and what is to be told when it is durable; kept until the server has answered.
/// </summary>
internal sealed class SentChange<TResult>
{
    private UInt128 _seal;
    private TResult _result = default!;

    public bool IsUnanswered { get; private set; }

    /// <summary>What is to be told.</summary>
    public TResult Result => _result;

    public void Begin(JournalIndex after, TResult result) =>
        (_seal, _result, IsUnanswered) = (after.Seal, result, true);

    public void Forget() => IsUnanswered = false;

    /// <summary>Whether a journal that was read after the fence was raised is what the change made of it.</summary>
    public bool IsIn(JournalIndex index) => IsUnanswered && index.Seal == _seal;
}
