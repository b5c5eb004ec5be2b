namespace Decentral.EndToEnd.Mistakes;

/// <summary>
/// The real program given what it cannot use: it says so in one sentence, with what was expected, what was found and
/// what to do, ends with 2, and leaves nothing behind.
/// </summary>
public sealed class MistakeTests(BrokenInputs inputs) : IClassFixture<BrokenInputs>
{
    private const int Mistake = 2;

    private static readonly Dictionary<string, string?> LittleMemory = new()
    {
        // What a file claims must not decide how much is taken: 512 MiB, in hexadecimal.
        ["DOTNET_GCHeapHardLimit"] = "0x20000000",
    };

    /// <summary>Arguments after the job's, and what the message says.</summary>
    public static TheoryData<string, string> Jobs => new()
    {
        { "--set inner.stepz=4", "inner.stepz: expected a field of inner, found an unknown name; did you mean" },
        { "--set workers=many", "workers: expected an integer from 1 to 4096, found 'many'" },
        { "--set model.heads=3", "model.heads: expected a divisor of model.width 16, found 3" },
        { "--set workers=256 --set model.context=256", "data.source: expected at least 256 sequences of 256 tokens" },
        { "--set sync.every=0", "sync.every: expected an integer from 1 to 1000000000, found 0" },
        { "--set model.vocabulary=100", "model.vocabulary: expected at least 256 with model.tokenizer bytes" },
        { "--set model.width=65536", "model: expected at most 107321750 parameters with outer.optimizer nesterov" },
        { "--data nowhere.txt", "nowhere.txt' does not exist" },
        { "--data empty.txt", "empty.txt' is empty" },
        { "--data binary.txt", "binary.txt' is not UTF-8 text:" },
        { "--set model.tokenizer=broken-tokenizer.json", "broken-tokenizer.json' is not JSON" },
        { "--set model.tokenizer=foreign-tokenizer.json", "model.type is \"Unigram\"; supported is BPE" },
        { "--set model.tokenizer=nowhere.json", "or the path of a tokenizer.json, found no file at" },
        { "--set model.weights=nowhere", "expected model.safetensors, or a folder with it, found none at" },
        { "--set model.weights=renamed/mine.safetensors", "put it into a folder of its own as model.safetensors" },
        { "--set model.weights=truncated", "expected data_offsets that end between" },
        { "--set model.weights=headless", "expected a header of at most" },
        { "--set model.weights=overlapping", "tensor 'transformer.ln_f.bias'" },
        { "--set model.weights=integers", "tensor 'transformer.wte.weight': expected F32, F16, BF16 or F64, found I32" },
        { "--set model.weights=vocabulary", "one of 1 layers, 16 columns and 2000000000 tokens, which has more" },
        { "--set model.weights=layers", "found one of 2000000000 layers, 16 columns and 256 tokens, which has more" },
        { "--set model.weights=undescribed", "config.json: expected JSON" },
        { "--set model.weights=heads", "model.heads: expected 4, as" },
        { "--set model.weights=good --set model.heads=4", "model.heads: expected 2, as" },
        { "--set model.weights=good --set model.kind=llama", "model.kind: expected gpt, as" },
        { "--out good", "good: expected a new folder, found a run; go on with it by --resume good" },
        { "--out foreign", "foreign: expected a new or empty folder, found a folder with other things in it" },
        { "--out text.txt", "text.txt: expected a new or empty folder, found a file; name another" },
        { "--out text.txt/run", "cannot hold a run" },
        { "--out /proc/run", "cannot hold a run" },
    };

    /// <summary>Whole command lines, and what the message says.</summary>
    public static TheoryData<string, string> Commands => new()
    {
        { "train", "expected a job file" },
        { "train nowhere.yaml", "nowhere.yaml: job: expected a job file in YAML, found no file of that name" },
        { "train broken.yaml", "broken.yaml:1:7: job: expected YAML, found while scanning a quoted scalar" },
        { "train binary.txt", "binary.txt: job: expected a job file in YAML, found binary data" },
        { "train --resume foreign", "foreign: expected a run directory, which holds a job.yaml" },
        { "train --resume nowhere", "nowhere: expected a run directory, which holds a job.yaml, found nothing" },
        { "train --resume good --set seed=2", "--resume takes the job and the folder of the run" },
        { "inspect nowhere", "nowhere: expected a run directory" },
        { "export good foreign", "foreign: expected a new or empty folder" },
        { "generate good The --tokens 2000000000", "--tokens: expected an integer from 1 to 1048576, found 2000000000" },
    };

    /// <summary>Folders of models, and what the message says.</summary>
    public static TheoryData<string, string> Models => new()
    {
        { "nowhere", "nowhere: expected a run directory or a folder with a model, found no folder" },
        { "foreign", "foreign: expected a trained model, found none" },
        { "truncated", "expected data_offsets that end between" },
        { "headless", "expected a header of at most" },
        { "overlapping", "tensor 'transformer.ln_f.bias'" },
        { "integers", "expected F32, F16, BF16 or F64, found I32" },
        { "vocabulary", "found one of 1 layers, 16 columns and 2000000000 tokens, which has more" },
        { "layers", "found one of 2000000000 layers" },
        { "columns", "2000000000 columns" },
        { "undescribed", "config.json: expected JSON" },
        { "untokenized", "tokenizer.json' is not JSON" },
    };

    [Theory]
    [MemberData(nameof(Jobs))]
    public void Train_JobThatCannotBeTrained_IsRefusedBeforeAnythingIsMade(string arguments, string message)
    {
        var place = arguments.StartsWith("--out", StringComparison.Ordinal) ? "" : "--out run ";

        Refuse($"train job.yaml {place}{arguments}", message);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Anything_GivenWrongly_IsRefused(string commandLine, string message) => Refuse(commandLine, message);

    [Theory]
    [MemberData(nameof(Models))]
    public void Generate_BrokenModel_IsRefusedInLittleMemory(string model, string message) =>
        Refuse($"generate {model} The", message);

    [Theory]
    [MemberData(nameof(Models))]
    public void Export_BrokenModel_IsRefusedInLittleMemory(string model, string message) =>
        Refuse($"export {model} exported", message);

    [Theory]
    [InlineData("train", "as in: ./decentral train samples/quickstart.yaml")]
    [InlineData("doctor --jsn", "See: ./decentral doctor --help")]
    [InlineData("generate foreign The", "./decentral train --resume foreign")]
    public void Anything_StartedByTheLauncher_ProposesCommandsAsTheyAreTyped(string commandLine, string proposed)
    {
        var environment = new Dictionary<string, string?> { ["DECENTRAL_PROGRAM"] = "./decentral" };

        var refused = ProgramRun.Of(inputs.Path, environment, commandLine.Split(' ')).EndedWith(Mistake);

        Assert.Contains(proposed, refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_MistakeForAProgram_IsOneJsonObject()
    {
        string[] arguments = ["train", "job.yaml", "--set", "workers=many", "--json"];

        var refused = ProgramRun.Of(inputs.Path, arguments).EndedWith(Mistake);

        var error = Assert.Single(refused.Json()["errors"]!.AsArray())!.GetValue<string>();
        Assert.Equal("--set workers=many: workers: expected an integer from 1 to 4096, found 'many'", error);
        Assert.Equal(error + "\n", refused.Errors);
    }

    private void Refuse(string commandLine, string message)
    {
        var before = inputs.Names();

        var refused = ProgramRun.Of(inputs.Path, LittleMemory, commandLine.Split(' ')).EndedWith(Mistake);

        var said = Assert.Single(Lines(refused.Errors));
        Assert.True(said.Contains(message, StringComparison.Ordinal), $"It said: {said}");
        Assert.Empty(refused.Output);
        Assert.Equal(before.Append("cache").Distinct().Order(StringComparer.Ordinal), inputs.Names());
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
