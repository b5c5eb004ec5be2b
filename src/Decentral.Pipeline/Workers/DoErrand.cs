using Decentral.Pipeline.Conducting;

namespace Decentral.Pipeline.Workers;

/// <summary>Do something between two steps.</summary>
/// <param name="Errand">What.</param>
/// <param name="Done">Ends when it is done.</param>
internal sealed record DoErrand(Errand Errand, TaskCompletionSource<bool> Done);
