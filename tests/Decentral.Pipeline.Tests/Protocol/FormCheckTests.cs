using Decentral.Models.Decoders;
using Decentral.Models.Stages;
using Decentral.Pipeline.Protocol;
using Decentral.Pipeline.Schedules;
using Decentral.Pipeline.Tests.Formats;
using Decentral.Simulation.Randomness;
using Decentral.Training.Jobs;
using Decentral.Training.Protocol;
using Decentral.Training.Tests.Formats;

namespace Decentral.Pipeline.Tests.Protocol;

public sealed class FormCheckTests
{
    private const int Draws = 1000;

    [Fact]
    public void Objection_FormOfAConductor_IsNone()
    {
        var draws = new MessageDraws(SeededRandom.For(1, nameof(FormCheckTests)));
        for (var i = 0; i < Draws; i++)
        {
            var form = draws.Form();

            Assert.True(FormCheck.Objection(form) is null, $"{form.Schedule}: {FormCheck.Objection(form)}");
        }
    }

    [Fact]
    public void Objection_InterleavedParts_AreTakenTurnByTurn()
    {
        var form = Interleaved([Layers(0, 1), Layers(2, 3)], [Layers(1, 2), Layers(3, 4)]);

        Assert.Null(FormCheck.Objection(form));
        Assert.Equal(4, FormCheck.LayersOf(form));
    }

    [Fact]
    public void Objection_InterleavedPartsSeatBySeat_NamesTheChunk()
    {
        var form = Interleaved([Layers(0, 1), Layers(1, 2)], [Layers(2, 3), Layers(3, 4)]);

        Assert.Equal("'layer 2' as chunk 1 of 4, behind 1 layers", FormCheck.Objection(form));
    }

    [Fact]
    public void Objection_PartWithoutLayers_NamesTheChunk()
    {
        var form = Interleaved([Layers(0, 1), Layers(1, 2)], [Layers(1, 1), Layers(2, 4)]);

        Assert.Equal("'' as chunk 1 of 4, behind 1 layers", FormCheck.Objection(form));
    }

    [Fact]
    public void Objection_SwappedFormOfTooFewStages_SaysHowMany()
    {
        var form = Interleaved([Layers(0, 1), Layers(2, 3)], [Layers(1, 2), Layers(3, 4)]) with { IsSwapped = true };

        Assert.Equal("swapped stages where there are 2", FormCheck.Objection(form));
    }

    private static PipelineForm Interleaved(params ModelPart[][] parts) => new(
        new Epoch(1),
        [
            .. parts.Select((each, stage) => new StageSeat(
                new MemberId(stage), new Incarnation(1), Addresses.Of("a", "node/stage", 1), [.. each])),
        ],
        new ScheduleOptions { Kind = PipelineScheduleKind.Interleaved, Stages = 2, Chunks = 2, Microbatches = 2 },
        IsSwapped: false);

    private static ModelPart Layers(int first, int end) => ModelPart.Of(new LayerRange(first, end), layers: 4);
}
