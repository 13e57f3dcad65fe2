using Dirac.Persistence;

namespace Dirac.TaskProcess;

/// <summary>What a task process is told when it starts.</summary>
public sealed record ProcessSettings
{
    /// <summary>The environment variable with the connection string of a MySQL server.</summary>
    public const string MySqlVariable = "DIRAC_TEST_MYSQL";

    /// <summary>The engine of the database.</summary>
    public required Engine Engine { get; init; }

    /// <summary>The SQLite file.</summary>
    public string SqlitePath { get; init; } = "";

    /// <summary>Put before the names of databases on MySQL.</summary>
    public string MySqlPrefix { get; init; } = "";

    /// <summary>The folder where errands leave their lines.</summary>
    public required string Journal { get; init; }

    /// <summary>Whether it runs handlers.</summary>
    public bool Works { get; init; }

    /// <summary>Whether it watches schedules.</summary>
    public bool Schedules { get; init; }

    /// <summary>The Redis server that carries tasks; empty: none does.</summary>
    public string Redis { get; init; } = "";

    /// <summary>The RabbitMQ server that carries tasks; empty: none does.</summary>
    public string RabbitMQ { get; init; } = "";

    /// <summary>Put before the names of the broker's keys and queues.</summary>
    public string BrokerPrefix { get; init; } = "dirac";

    /// <summary>As arguments of the program.</summary>
    /// <returns>One word each.</returns>
    public IReadOnlyList<string> ToArguments() =>
        [$"engine={Engine}", $"sqlite={SqlitePath}", $"prefix={MySqlPrefix}", $"journal={Journal}", $"works={Works}", $"schedules={Schedules}",
            $"redis={Redis}", $"rabbitmq={RabbitMQ}", $"broker={BrokerPrefix}"];

    /// <summary>Reads what <see cref="ToArguments"/> wrote.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <returns>The settings.</returns>
    public static ProcessSettings Read(IEnumerable<string> arguments)
    {
        var values = arguments.Select(argument => argument.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        return new ProcessSettings
        {
            Engine = Enum.Parse<Engine>(values["engine"]),
            SqlitePath = values["sqlite"],
            MySqlPrefix = values["prefix"],
            Journal = values["journal"],
            Works = bool.Parse(values["works"]),
            Schedules = bool.Parse(values["schedules"]),
            Redis = values["redis"],
            RabbitMQ = values["rabbitmq"],
            BrokerPrefix = values["broker"],
        };
    }
}
