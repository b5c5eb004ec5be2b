using System.Globalization;
using Decentral.Children;
using Decentral.Files;
using Decentral.Models.Arenas;
using Decentral.Models.Decoders;
using Decentral.Models.HuggingFace;

namespace Decentral.Models.Tests.Safetensors;

public sealed class KilledSaveTests : IDisposable
{
    private const int FewestKills = 6;

    /// <summary>Until one has fallen into a save: that none of so many does is out of the question.</summary>
    private const int MostKills = 200;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("killed-save-");

    [Fact]
    public async Task Save_KilledAtRandomInstants_LeavesAWholeModelNoOlderThanTheLastSaved()
    {
        var random = new Random(1_847);
        var abandoned = 0;

        for (var kill = 0; kill < FewestKills || (abandoned == 0 && kill < MostKills); kill++)
        {
            var reports = await ChildProcess.RunUntilKilled(
                SavingChild.Role, _folder.FullName, random, reportsBeforeKill: 1 + random.Next(20));
            Assert.InRange(SavedVersion() - int.Parse(reports[^1], CultureInfo.InvariantCulture), 0, 1);
            abandoned += PendingFile.RemoveAbandoned(_folder.FullName).Count;
        }

        Assert.True(abandoned > 0, "no kill fell into a save");
        Assert.Equal(["config.json", "model.safetensors"], _folder.GetFiles().Select(file => file.Name).Order());
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>The version that all parameters of the folder's model have.</summary>
    private int SavedVersion()
    {
        using var parameters = new Arena(DecoderParameters.LayOut(SavingChild.Options));
        HuggingFaceModel.LoadParameters(
            _folder.FullName, HuggingFaceModel.ReadOptions(_folder.FullName), parameters);
        var version = parameters.Span(parameters.Layout.Entries[0].Range)[0];
        Assert.All(
            parameters.Layout.Entries,
            entry => Assert.Equal(-1, parameters.Span(entry.Range).IndexOfAnyExcept(version)));
        return (int)version;
    }
}
