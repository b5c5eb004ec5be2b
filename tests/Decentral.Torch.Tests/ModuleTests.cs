namespace Decentral.Torch.Tests;

public sealed class ModuleTests
{
    [Fact]
    public void NamedParameters_OfNestedModules_ArePathsInFieldOrder()
    {
        using var model = new Pair();

        Assert.Equal(
            ["scale", "first.weight", "first.bias", "blocks.0.weight", "blocks.1.weight", "blocks.1.bias",
                "norm.weight", "norm.bias", "table.weight"],
            model.named_parameters().Select(entry => entry.name));
        Assert.Equal(["mask"], model.named_buffers().Select(entry => entry.name));
        Assert.Equal(["scale"], model.named_parameters(recurse: false).Select(entry => entry.name));
        Assert.Equal(
            ["first", "blocks", "blocks.0", "blocks.1", "norm", "table"],
            model.named_modules().Select(entry => entry.name));
    }

    [Fact]
    public void NamedParameters_SharedParameter_AppearsOnce()
    {
        using var model = new Tied();

        Assert.Equal(["table.weight"], model.named_parameters().Select(entry => entry.name));
        Assert.Equal(["table.weight", "head.weight"], model.state_dict().Keys);
    }

    [Fact]
    public void Construct_InsideAScope_KeepsParametersBeyondIt()
    {
        Pair model;
        using (torch.NewDisposeScope())
        {
            model = new Pair();
        }

        Assert.All(model.parameters(), parameter => Assert.False(parameter.IsInvalid));
        model.Dispose();
        Assert.True(model.Scale.IsInvalid);
    }

    [Fact]
    public void Forward_ThroughCall_AppliesTheLayers()
    {
        using var scope = torch.NewDisposeScope();
        using var linear = nn.Linear(2, 1);
        nn.init.constant_(linear.weight, 3);
        nn.init.constant_(linear.bias!, 1);
        using var norm = nn.LayerNorm(2);
        using var table = nn.Embedding(3, 2);
        nn.init.ones_(table.weight);

        Assert.Equal(16f, linear.call(torch.tensor(new[] { 2f, 3f })).item<float>());
        Assert.Equal([-1f, 1f], norm.call(torch.tensor(new[] { -100f, 100f })).data<float>());
        Assert.Equal([2L, 2L], table.call(torch.tensor(new long[] { 0, 2 })).shape);
    }

    [Fact]
    public void LoadStateDict_OfAnEqualModel_CopiesValues()
    {
        using var scope = torch.NewDisposeScope();
        using Pair source = new(), target = new();
        nn.init.constant_(source.Scale, 5);

        target.load_state_dict(source.state_dict());

        Assert.Equal([5f], target.Scale.data<float>());
    }

    [Fact]
    public void LoadStateDict_OtherNames_NamesThem()
    {
        using var scope = torch.NewDisposeScope();
        using var model = nn.Linear(1, 1);
        var state = new Dictionary<string, Tensor> { ["weight"] = torch.zeros(1, 1), ["extra"] = torch.zeros(1) };

        var failure = Assert.Throws<InvalidOperationException>(() => model.load_state_dict(state));

        Assert.Equal(
            "The state does not fit Linear: it lacks [bias] and has [extra], which the module does not know.",
            failure.Message);
        var (missing, unexpected) = model.load_state_dict(state, strict: false);
        Assert.Equal(["bias"], missing);
        Assert.Equal(["extra"], unexpected);
    }

    [Fact]
    public void To_OtherType_MovesParametersBuffersAndFields()
    {
        using var model = new Pair();

        model.to(torch.float64);

        Assert.All(model.parameters(), parameter => Assert.Equal(torch.float64, parameter.dtype));
        Assert.Equal(torch.float64, model.Scale.dtype);
        Assert.Same(model.Scale, model.parameters().First());
        Assert.Equal(torch.@bool, model.named_buffers().Single().buffer.dtype);
    }

    [Fact]
    public void Eval_OfAModel_ReachesItsParts()
    {
        using var model = new Pair();

        model.eval();

        Assert.All(model.modules(), module => Assert.False(module.training));
        model.train();
        Assert.All(model.modules(), module => Assert.True(module.training));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ZeroGrad_AfterBackward_EmptiesOrClearsTheSlots(bool setToNone)
    {
        using var scope = torch.NewDisposeScope();
        using var model = nn.Linear(2, 1);
        model.call(torch.ones(1, 2)).sum().backward();

        model.zero_grad(setToNone);

        Assert.Equal(setToNone ? null : 0f, model.weight.grad?.sum().item<float>());
    }

    [Fact]
    public void RegisterModule_NameTwiceOrWithDot_IsRefused()
    {
        using var model = new Pair();
        using var part = nn.Linear(1, 1);

        Assert.Throws<InvalidOperationException>(() => model.register_module("first", part));
        Assert.Throws<ArgumentException>(() => model.register_module("a.b", part));
    }

    private sealed class Pair : nn.Module<Tensor, Tensor>
    {
        [ComponentName(Name = "scale")]
        private readonly Parameter _scale = nn.Parameter(torch.ones(1));
        [ComponentName(Name = "mask")]
        private readonly Tensor _mask = torch.ones([1], torch.@bool);
        [ComponentName(Name = "first")]
        private readonly Linear _first = nn.Linear(2, 2);
        [ComponentName(Name = "blocks")]
        private readonly ModuleList<Linear> _blocks = nn.ModuleList(nn.Linear(2, 2, hasBias: false), nn.Linear(2, 2));
        [ComponentName(Name = "norm")]
        private readonly LayerNorm _norm = nn.LayerNorm(2);
        [ComponentName(Name = "table")]
        private readonly Embedding _table = nn.Embedding(3, 2);

        internal Pair()
            : base(nameof(Pair)) => RegisterComponents();

        internal Parameter Scale => _scale;

        public override Tensor forward(Tensor input) =>
            _norm.call(_blocks[0].call(_first.call(_table.call(input))) * _scale).masked_fill(_mask, 0);
    }

    private sealed class Tied : nn.Module<Tensor, Tensor>
    {
        [ComponentName(Name = "table")]
        private readonly Embedding _table = nn.Embedding(3, 2);
        [ComponentName(Name = "head")]
        private readonly Linear _head = nn.Linear(2, 3, hasBias: false);

        internal Tied()
            : base(nameof(Tied))
        {
            _head.weight = _table.weight;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => _head.call(_table.call(input));
    }
}
