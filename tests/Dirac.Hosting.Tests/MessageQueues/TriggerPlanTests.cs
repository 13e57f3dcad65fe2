using Dirac.Hosting.MessageQueues.Consuming;
using Dirac.Model.Configuration;
using Dirac.Tasks;
using Dirac.Tasks.Intake;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Hosting.Tests.MessageQueues;

public sealed class TriggerPlanTests : IDisposable
{
    private const string Place = TriggerPlan.Place;

    private static readonly CfgSection Root = CfgSection.Empty
        .With("/Resources/MQServices/Broker/Host", "localhost")
        .With("/Resources/MQServices/Broker/Queues/q/Persistent", "True")
        .With("/Resources/MQServices/Broker/Topics/t/Persistent", "True");

    private readonly ServiceProvider _services = new ServiceCollection().AddLogging()
        .AddTask<Parcel, DeliverParcel>(new TaskDefinition("DeliverParcel") { Database = "TestDB" }, ParcelJson.Default.Parcel)
        .BuildServiceProvider();

    private readonly MessageTrigger<Parcel> _declared = new("Parcels", "", message => new NewTask<Parcel>(message.Read(ParcelJson.Default.Parcel)));

    public void Dispose() => _services.Dispose();

    [Fact]
    public void Make_DeclaredWithoutQueue_IsNotConsumed() => Assert.Empty(Plan(Root));

    [Fact]
    public void Make_Queue_HasTheDefaults()
    {
        var settings = Assert.Single(Plan(Root.With($"{Place}/Parcels/MQURI", "Broker::Queue::q"))).Settings!;

        Assert.Equal(("Parcels", "DeliverParcel", "TestDB", "Broker::Queues::q"), (settings.Name, settings.Task, settings.Database, settings.Source.ToString()));
        Assert.Equal((100, TimeSpan.FromDays(1), UnreadableMessages.Dead, ""), (settings.Prefetch, settings.Remember, settings.Unreadable, settings.Subscription));
    }

    [Fact]
    public void Make_Topic_IsKeptUnlessSaidOtherwise()
    {
        var root = Root.With($"{Place}/Parcels/MQURI", "Broker::Topics::t");

        Assert.Equal("dirac-Parcels", Assert.Single(Plan(root)).Settings!.Subscription);
        Assert.Equal("mine", Assert.Single(Plan(root.With($"{Place}/Parcels/Subscription", "mine"))).Settings!.Subscription);
        Assert.Equal("", Assert.Single(Plan(root.With($"{Place}/Parcels/Durable", "no"))).Settings!.Subscription);
    }

    [Fact]
    public void Make_SameConfiguration_IsEqual()
    {
        var root = Root.With($"{Place}/Parcels/MQURI", "Broker::Queue::q");

        Assert.Equal(Assert.Single(Plan(root)).Settings, Assert.Single(Plan(root)).Settings);
        Assert.NotEqual(Assert.Single(Plan(root)).Settings, Assert.Single(Plan(root.With("/Resources/MQServices/Broker/Password", "new"))).Settings);
    }

    [Theory]
    [InlineData("Parcels", "MQURI", "q", "names no message queue")]
    [InlineData("Parcels", "MQURI", "Broker::Queues::unknown", "Queues/unknown")]
    [InlineData("Parcels", "MQURI", "Nobody::Queues::q", "MQServices/Nobody")]
    [InlineData("Parcels", "Prefetch", "0", "Prefetch")]
    [InlineData("Parcels", "RememberHours", "-1", "RememberHours")]
    [InlineData("Parcels", "Unreadable", "Elsewhere", "Unreadable")]
    [InlineData("Parcels", "Task", "DeliverParcels", "no task called DeliverParcels")]
    [InlineData("Others", "MQURI", "Broker::Queues::q", "Task is missing")]
    public void Make_Nonsense_SaysWhat(string trigger, string option, string value, string problem)
    {
        var root = Root.With($"{Place}/Parcels/MQURI", "Broker::Queue::q").With($"{Place}/{trigger}/{option}", value);

        var planned = Assert.Single(Plan(root), planned => planned.Name == trigger);

        Assert.Null(planned.Settings);
        Assert.Contains(problem, planned.Problem, StringComparison.Ordinal);
    }

    private IReadOnlyList<PlannedTrigger> Plan(CfgSection root) => TriggerPlan.Make(root, [_declared], _services.GetRequiredService<TaskIntake>());
}
