using Dirac.Persistence;
using Dirac.Tasks.Tests.Processes;
using Dirac.Tasks.Tests.Running;
using Dirac.Tasks.Tests.Transports;

namespace Dirac.Tasks.Tests.RabbitMq;

// What every broker must do, in the collection of those that share the broker.
[Collection(RabbitMqBroker.Collection)]
public sealed class SqliteRabbitMqTransportTests() : TransportContract(Engine.Sqlite, TestBroker.RabbitMQ);

[Collection(RabbitMqBroker.Collection)]
public sealed class MySqlRabbitMqTransportTests() : TransportContract(Engine.MySql, TestBroker.RabbitMQ);

[Collection(RabbitMqBroker.Collection)]
public sealed class SqliteRabbitMqTaskWorkersTests() : TaskWorkersContract(Engine.Sqlite, TestBroker.RabbitMQ);

[Collection(RabbitMqBroker.Collection)]
public sealed class MySqlRabbitMqTaskWorkersTests() : TaskWorkersContract(Engine.MySql, TestBroker.RabbitMQ);

[Collection(RabbitMqBroker.Collection)]
public sealed class SqliteRabbitMqKillTests() : KillContract(Engine.Sqlite, TestBroker.RabbitMQ);

[Collection(RabbitMqBroker.Collection)]
public sealed class SqliteRabbitMqBrokerKillTests(RabbitMqBroker broker) : BrokerKillContract(Engine.Sqlite)
{
    internal override IOwnBroker StartBroker() => new SharedRabbitMq(broker);
}

[Collection(RabbitMqBroker.Collection)]
public sealed class MySqlRabbitMqBrokerKillTests(RabbitMqBroker broker) : BrokerKillContract(Engine.MySql)
{
    internal override IOwnBroker StartBroker() => new SharedRabbitMq(broker);
}
