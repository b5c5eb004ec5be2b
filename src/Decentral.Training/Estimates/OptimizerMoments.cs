using Decentral.Models.Arenas;
using Decentral.Models.Optimizers;

namespace Decentral.Training.Estimates;

/// <summary>How much inner optimizers remember.</summary>
public static class OptimizerMoments
{
    /// <summary>
    /// Values that an optimizer has for each of a tensor's: a first and a second moment; Muon's matrices have the first alone, and
    /// gradient descent has none.
    /// </summary>
    public static int PerValue(InnerOptimizerOptions optimizer, ArenaEntry tensor) => optimizer switch
    {
        SgdOptions => 0,
        MuonOptions muon when muon.Orthogonalizes(tensor) => 1,
        _ => 2,
    };
}
