namespace Decentral.Torch;

/// <summary>Moves modules, keeping their type.</summary>
public static class ModuleExtensionMethods
{
    public static T to<T>(this T module, torch.Device device)
        where T : torch.nn.Module
    {
        module.MoveTo(device, null);
        return module;
    }

    public static T to<T>(this T module, torch.ScalarType type)
        where T : torch.nn.Module
    {
        module.MoveTo(null, type);
        return module;
    }

    public static T cpu<T>(this T module)
        where T : torch.nn.Module => module.to(torch.CPU);

    public static T cuda<T>(this T module)
        where T : torch.nn.Module => module.to(torch.CUDA);
}
