using Decentral.Training.Protocol;

namespace Decentral.Pipeline.Protocol;

/// <summary>What the conductor of a pipeline tells a stage.</summary>
/// <param name="Term">The conductor's; a lower one than the highest heard is not obeyed.</param>
/// <param name="Epoch">The epoch that it is of.</param>
public abstract record StageOrder(Term Term, Epoch Epoch);
