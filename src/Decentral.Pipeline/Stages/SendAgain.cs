namespace Decentral.Pipeline.Stages;

/// <summary>A parcel that did not arrive is due again.</summary>
internal sealed record SendAgain(Parcel Parcel) : IDisposable
{
    public void Dispose() => Parcel.Dispose();
}
