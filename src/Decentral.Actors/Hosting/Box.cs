namespace Decentral.Actors.Hosting;

/// <summary>A struct on its way.</summary>
internal sealed class Box<T>
{
    /// <summary>The struct; default while the box waits for use.</summary>
    public T? Value;
}
