using System.Diagnostics.CodeAnalysis;

namespace Decentral.Actors.Hosting;

/// <summary>Turns the outcome of a task into a message to one actor.</summary>
internal sealed class TaskPipe<TResult, TMessage>(
    ActorCell cell, Func<TResult, TMessage> completed, Func<Exception, TMessage> failed) : Signal
    where TMessage : notnull
{
    private Envelope _message;

    public void Await(Task<TResult> task) => task.ContinueWith(
        static (ended, pipe) => ((TaskPipe<TResult, TMessage>)pipe!).Complete(ended),
        this,
        CancellationToken.None,
        TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);

    public override void Refuse() => cell.DropLate(_message);

    internal override ulong TraceId => _message.TraceId;

    internal override void Apply(ActorCell receiver) => receiver.DeliverNotice(_message);

    [SuppressMessage("ApiDesign", "RS0030", Justification = "The task has ended: its result is there without waiting.")]
    private void Complete(Task<TResult> task)
    {
        try
        {
            var message = task.IsCompletedSuccessfully ? completed(task.Result) : failed(ErrorOf(task));
            _message = Envelope.Of(message, ActorRef.None);
        }
        catch (Exception fault)
        {
            // The actor's own mapping threw. It belongs to the actor, so the actor fails for it; nobody else is touched.
            cell.Post(new FaultSignal(fault));
            return;
        }

        cell.Post(this);
    }

    private static Exception ErrorOf(Task task) => task.Exception switch
    {
        null => new TaskCanceledException(task),
        { InnerExceptions: [var only] } => only,
        var several => several,
    };
}
