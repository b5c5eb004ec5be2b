using Decentral.Actors;
using Decentral.Pipeline.Conducting;
using Decentral.Pipeline.Protocol;
using Decentral.Training.Monitoring;
using Decentral.Training.Protocol;

namespace Decentral.Pipeline.Workers;

/// <summary>
/// Between a worker and the conductor of its pipeline: hands one thing after the other on, and says when it is done. What a loss undoes is
/// done again without the worker's hearing of it.
/// </summary>
internal sealed class PipelineHead(PipelineModelOptions options) : Actor,
    IReceive<OpenPipeline>, IReceive<MakeStep>, IReceive<DoErrand>,
    IReceive<PipelineFormed>, IReceive<StepMade>, IReceive<StepProtected>, IReceive<ErrandDone>, IReceive<PipelineLost>
{
    private readonly WorkBook _works = new();
    private readonly RecoveryNews _news = new(options.Worker, options.Incarnation);
    private ModelMemo _begins = new(Round.Zero, Digest: null, Work: null, Step: 0);
    private ActorRef _conductor = ActorRef.None;
    private TaskCompletionSource<ModelMemo>? _opened;
    private (TaskCompletionSource<StepMade> Made, long Step, bool IsKept)? _step;
    private TaskCompletionSource<bool>? _errand;
    private StepMade? _made;
    private long _last;
    private long _openedAt;
    private long _protected;

    public void Receive(OpenPipeline message)
    {
        _opened = message.Opened;
        using (message)
        {
            _begins = message.Parts.Own is { } own ? ModelMemo.Read(own.Bytes) with { Step = 0 } : _begins;
        }

        Conduct();
    }

    public void Receive(MakeStep message)
    {
        _step = (message.Made, ++_last, message.Work.IsKept);
        _made = null;
        _works.Add(_last, message.Work);
        Context.Tell(_conductor, new WorkIsThere());
    }

    public void Receive(DoErrand message)
    {
        _errand = message.Done;
        Context.Tell(_conductor, new RunErrand(message.Errand));
    }

    public void Receive(PipelineFormed message)
    {
        if (Sender != _conductor)
        {
            return;
        }

        if (_opened is { } opened && !Open(opened, message))
        {
            return;
        }

        if (message.Stamp.Step < _openedAt)
        {
            // What was made before this life of the worker cannot be made again: nobody has its samples.
            throw new PipelineLostException(
                $"The pipeline of {options.Worker} was taken over behind step {_openedAt} and went back to {message.Stamp}: it goes on from the " +
                "newest durable snapshot.");
        }

        Context.Tell(Context.Named(options.Names.Monitor), new StagesFormed(options.Worker, message.Form.Seats.Length));
        if (_news.Add(message))
        {
            TellNews();
        }
    }

    public void Receive(StepMade message)
    {
        if (Sender != _conductor)
        {
            return;
        }

        _news.Add(message);
        TellNews();
        if (_step is { } step && step.Step == message.Step)
        {
            _made = message;
            _news.EndStep(step.IsKept);
            EndStep();
        }
    }

    public void Receive(StepProtected message)
    {
        if (Sender != _conductor)
        {
            return;
        }

        _protected = message.Step;
        _works.Forget(_protected);
        EndStep();
    }

    public void Receive(ErrandDone message)
    {
        var done = _errand;
        _errand = null;
        done?.TrySetResult(true);
    }

    public void Receive(PipelineLost message) => throw new PipelineLostException(
        $"The pipeline of {options.Worker} is lost behind step {message.Step}: {message.Reason} It goes on from the newest durable snapshot.");

    protected override void Stopped()
    {
        _opened?.TrySetCanceled();
        _step?.Made.TrySetCanceled();
        _errand?.TrySetCanceled();
    }

    private void Conduct()
    {
        var saved = _begins.Version == Round.Zero && _begins.Work is null ? null : new SavedState(options.Worker, _begins.Version);
        var conducted = options.ToConductor(new ConductorBeginning(
            new Term(options.Incarnation.Value), saved, _works.Find, Self));
        _conductor = Context.Spawn(
            "conductor",
            () => new Conductor(conducted),
            new SpawnOptions { WellKnownName = PipelineNames.Conductor(options.Worker) });
    }

    /// <returns>Whether that is where the pipeline begins.</returns>
    private bool Open(TaskCompletionSource<ModelMemo> opened, PipelineFormed formed)
    {
        if (formed.Memo is { IsEmpty: true } || (formed.Memo is null && formed.Stamp != default))
        {
            // The stages are in the middle of a run, and where in it nobody knows.
            Context.Tell(_conductor, new BeginAnew());
            return false;
        }

        (_opened, _last, _openedAt, _protected) = (null, formed.Stamp.Step, formed.Stamp.Step, 0);
        opened.TrySetResult(formed.Memo is { } memo ? ModelMemo.Read(memo.AsMemory()) : _begins);
        return true;
    }

    private void TellNews()
    {
        foreach (var news in _news.ToTell)
        {
            Context.Tell(Context.Named(options.Names.Coordinator), news);
        }
    }

    private void EndStep()
    {
        if (_step is { } step && _made is { } made && (!step.IsKept || _protected >= step.Step))
        {
            _step = null;
            step.Made.TrySetResult(made);
        }
    }
}
