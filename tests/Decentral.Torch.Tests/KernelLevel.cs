using System.Text;
using Decentral.Torch.Interop;

namespace Decentral.Torch.Tests;

/// <summary>Uses the kernels of another processor level, where this processor runs it, until disposed.</summary>
internal sealed class KernelLevel : IDisposable
{
    private readonly string _before = TorchSeam.KernelLevel;

    public void Dispose() => Use(_before);

    /// <summary>A level that this processor lacks leaves the one in use, which is then tested once more.</summary>
    internal static KernelLevel Choose(string level)
    {
        var chosen = new KernelLevel();
        Use(level);
        return chosen;
    }

    private static void Use(string level) =>
        NativeMethods.dt_choose_kernel_level([.. Encoding.UTF8.GetBytes(level), 0]);
}
