namespace Decentral.Torch.Interop;

/// <summary>What kind of number libtorch is to take a value for: it decides the type of a result.</summary>
internal enum NumberKind : long
{
    Whole = 0,
    Real = 1,
    Truth = 2,
}
