namespace Decentral.Conformance;

/// <summary>What every engine must do. An engine is done when it passes.</summary>
public abstract partial class EngineConformance
{
    protected abstract ConformanceWorld CreateWorld();
}
