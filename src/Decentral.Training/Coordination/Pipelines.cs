using Decentral.Training.Coordination.Events;
using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination;

/// <summary>Keeps the ledger of what the pipelines of workers lose and win back among themselves.</summary>
internal static class Pipelines
{
    public static string Take(CoordinatorTurn turn, StagesRecovered recovered)
    {
        if (!turn.State.Members.TryGetValue(recovered.Worker, out var member) || member.Incarnation != recovered.Incarnation)
        {
            return $"Incarnation {recovered.Incarnation} of {recovered.Worker} is not in the run; its stages are its own affair.";
        }

        if (recovered.Number > member.StagesReplaced)
        {
            turn.Emit(new StagesReplaced(
                recovered.Worker,
                recovered.Number,
                recovered.Rung,
                recovered.Stages,
                recovered.StagesNow,
                recovered.UndoneSteps,
                recovered.Reason)
            {
                LearningRateScale = recovered.LearningRateScale,
            });
        }

        if (recovered.Loss is { } loss && recovered.Number > member.StagesSettled)
        {
            turn.Emit(new StagesSettled(recovered.Worker, recovered.Number, loss));
        }

        return $"{recovered.Worker} has replaced stages {recovered.Number} times in its present life.";
    }
}
