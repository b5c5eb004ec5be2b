namespace Decentral.Conformance.Linked;

/// <summary>What every engine of several nodes must do between two of them.</summary>
public abstract partial class LinkedConformance
{
    protected abstract Task<LinkedWorld> CreateWorld();
}
