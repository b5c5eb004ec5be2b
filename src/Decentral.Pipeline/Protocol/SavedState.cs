using System.Globalization;
using Decentral.Models.Stages;
using Decentral.Training.Protocol;

namespace Decentral.Pipeline.Protocol;

/// <summary>The state of a model in a durable snapshot, a part for each atom: whoever reads it may cut the model otherwise.</summary>
/// <param name="Worker">The worker whose model it is.</param>
/// <param name="Version">The version of the run.</param>
public sealed record SavedState(WorkerId Worker, Round Version)
{
    /// <summary>The name of an atom's part.</summary>
    public string PartOf(ModelAtom atom) => PartOf(Worker, atom);

    /// <summary>The same of any snapshot.</summary>
    public static string PartOf(WorkerId worker, ModelAtom atom) =>
        string.Create(CultureInfo.InvariantCulture, $"{worker}-atom-{atom.Index}");
}
