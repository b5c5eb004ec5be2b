using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Decentral.Torch.Interop;

namespace Decentral.Torch;

/// <summary>
/// Tensors on libtorch under the names and with the meaning of TorchSharp, for the part that this project uses. Every
/// failure inside libtorch is an <see cref="ExternalException"/> with libtorch's message.
/// </summary>
public static partial class torch
{
    /// <summary>The version of the libtorch in use, such as <c>1.13.0</c>.</summary>
    public static string __version__ => NativeText.Read(NativeMethods.dt_version);

    public static DisposeScope NewDisposeScope() => new();

    public static DisposeScope? CurrentDisposeScope => DisposeScope.Current;

    /// <summary>Seeds libtorch's default generators, on all devices.</summary>
    public static void manual_seed(long seed) => Require(NativeMethods.dt_manual_seed(seed));

    /// <summary>Wraps the result of a call that makes a tensor.</summary>
    /// <exception cref="ExternalException">The call failed; the message is libtorch's.</exception>
    internal static Tensor Made(TensorHandle handle) => handle.IsInvalid ? throw Failure() : new Tensor(handle);

    /// <summary>Checks the result of a call whose failure is a negative number.</summary>
    internal static int Require(int result) => result < 0 ? throw Failure() : result;

    /// <summary>Wraps the tensors that a call wrote, of which there must be <paramref name="count"/>.</summary>
    internal static Tensor[] MadeMany(ReadOnlySpan<nint> handles, int count)
    {
        var tensors = new Tensor[Require(count)];
        for (var i = 0; i < tensors.Length; i++)
        {
            tensors[i] = new Tensor(TensorHandle.Own(handles[i]));
        }

        return tensors;
    }

    internal static ExternalException? PendingFailure()
    {
        var message = NativeMethods.dt_take_error();
        return message == 0 ? null : ExternalFailure(Marshal.PtrToStringUTF8(message)!);
    }

    private static ExternalException Failure() =>
        PendingFailure() ?? ExternalFailure("libtorch made an undefined tensor.");

    [SuppressMessage("Usage", "CA2201", Justification = "The exception that TorchSharp throws, which callers catch.")]
    private static ExternalException ExternalFailure(string message) => new(message);
}
