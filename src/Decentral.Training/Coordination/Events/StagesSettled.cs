using System.Globalization;
using System.Text.Json.Serialization;
using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination.Events;

/// <summary>A pipeline has made its first step since layers of it were made from those beside them.</summary>
/// <param name="Worker">Whose model it is.</param>
/// <param name="Number">Which recovery in the worker's present life.</param>
/// <param name="Loss">Of the steps before and after it.</param>
public sealed record StagesSettled(WorkerId Worker, long Number, LossChange Loss) : CoordinatorEvent
{
    /// <summary>What it cost, in words.</summary>
    [JsonIgnore]
    public string InWords => string.Create(
        CultureInfo.InvariantCulture,
        $"the training loss of {Worker} went from {Loss.Before:0.000} to {Loss.After:0.000} over the recovery from neighbouring layers");
}
