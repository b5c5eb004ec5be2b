namespace Decentral.Actors.Compute;

/// <summary>
/// Where arithmetic runs: never on an actor's turn. Actors hand work over and hear of the outcome through
/// <see cref="IActorContext.PipeToSelf"/>. Work of one lane runs one piece at a time in the order it was handed over.
/// </summary>
public interface IComputeLane
{
    /// <summary>Queues work; the task ends with its result or its error.</summary>
    /// <param name="cost">How much work it is, for engines that model devices.</param>
    /// <param name="work">Runs on the lane; must not touch an actor.</param>
    Task<TResult> Run<TResult>(ComputeCost cost, Func<TResult> work);
}
