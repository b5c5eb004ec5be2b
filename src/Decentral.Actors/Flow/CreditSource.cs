namespace Decentral.Actors.Flow;

/// <summary>The receiver's side of credit: how much one sender may send before this receiver has taken it in.</summary>
public sealed class CreditSource
{
    private readonly int _window;
    private long _taken;
    private long _granted;

    /// <summary>A source that lets <paramref name="window"/> messages be under way or waiting.</summary>
    public CreditSource(int window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        _window = window;
    }

    /// <summary>The first grant, and the one to repeat when the sender may have missed it.</summary>
    public CreditGranted Grant()
    {
        _granted = _taken + _window;
        return new CreditGranted(_granted);
    }

    /// <summary>Answers a sender that has no credit: what it sent and did not arrive is lost, and no longer under way.</summary>
    public CreditGranted Answer(CreditRequested request)
    {
        Take(request.Sent);
        return Grant();
    }

    /// <summary>Counts one message as taken in.</summary>
    /// <param name="sent">How many the sender had sent when it sent this one, lost ones included.</param>
    /// <returns>True when half of the window is used up, and <see cref="Grant"/> should be sent.</returns>
    public bool Take(long sent)
    {
        _taken = Math.Max(_taken, sent);
        return _granted - _taken <= _window / 2;
    }
}
