using System.Diagnostics.CodeAnalysis;

namespace Decentral.Simulation.Time;

/// <summary>Tasks of a world that have ended, whose results are taken without waiting.</summary>
internal static class EndedTask
{
    /// <summary>The task's result, or its error thrown.</summary>
    /// <exception cref="InvalidOperationException">It has not ended: waiting for it would stop the world.</exception>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "The task has ended: its result is there without waiting.")]
    public static TResult Take<TResult>(Task<TResult> task)
    {
        if (!task.IsCompleted)
        {
            throw new InvalidOperationException(
                "The task has not ended, and the world cannot go on while it is waited for.");
        }

        return task.GetAwaiter().GetResult();
    }
}
