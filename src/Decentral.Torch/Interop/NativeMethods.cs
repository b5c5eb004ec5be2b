namespace Decentral.Torch.Interop;

/// <summary>The C ABI of native/, entry point by entry point; contracts are stated there.</summary>
internal static partial class NativeMethods
{
    // Runs before the first import is used, and so before the runtime looks for the library.
    static NativeMethods() => TorchLibrary.Register();
}
