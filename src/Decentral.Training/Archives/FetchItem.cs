namespace Decentral.Training.Archives;

/// <summary>
/// Asks for an item, which comes by bulk transfer under <see cref="ItemHeader"/>, or not, as <see cref="ItemMissing"/> says.
/// Repeated as long as it has not come: what is under way is not sent twice.
/// </summary>
/// <param name="Request">Numbers the requests of the sender.</param>
/// <param name="Item">What is wanted.</param>
public sealed record FetchItem(long Request, ArchiveItem Item);
