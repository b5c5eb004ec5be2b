namespace Decentral.Actors.Flow;

/// <summary>
/// A sender without credit asks for more. It needs no credit itself, and it follows whatever was sent before it: when the
/// last messages of a window were lost, it is how the receiver learns of them. To be repeated on a timer.
/// </summary>
/// <param name="Sent">Messages sent so far; see <see cref="CreditWindow.Sent"/>.</param>
public readonly record struct CreditRequested(long Sent);
