using Dirac.Hosting.Configuration;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;
using Dirac.Tasks.Transports;
using Microsoft.Extensions.Options;

namespace Dirac.Server;

/// <summary>Feeds <see cref="BrokerOptions"/> from the section <c>/Systems/Framework/Tasks</c> of the configuration.</summary>
/// <remarks>Addresses come from the environment: they hold passwords, and the configuration is told to everybody.</remarks>
internal sealed class ConfigureBrokers(IConfigurationSnapshots snapshots) : IConfigureOptions<BrokerOptions>
{
    private const string Section = "/Systems/Framework/Tasks";
    private const string Brokers = $"{Section}/Brokers";

    public void Configure(BrokerOptions options)
    {
        var root = snapshots.Current.Root;
        options.Doorbell = Kind(root, nameof(options.Doorbell), options.Doorbell);
        options.Transport = Kind(root, nameof(options.Transport), options.Transport);
        options.Prefix = root.GetOption($"{Brokers}/{nameof(options.Prefix)}") is { Length: > 0 } prefix ? prefix : options.Prefix;
        options.HandOverSeconds = root.GetNumber($"{Brokers}/{nameof(options.HandOverSeconds)}", options.HandOverSeconds);
        options.TakeOverSeconds = root.GetNumber($"{Brokers}/{nameof(options.TakeOverSeconds)}", options.TakeOverSeconds);
        options.RedeliverSeconds = root.GetNumber($"{Brokers}/{nameof(options.RedeliverSeconds)}", options.RedeliverSeconds);
        options.MostInLane = root.GetNumber($"{Brokers}/{nameof(options.MostInLane)}", options.MostInLane);
    }

    private static T Kind<T>(CfgSection root, string name, T usual)
        where T : struct, Enum
    {
        if (root.GetOption($"{Section}/{name}") is not { Length: > 0 } text) return usual;
        return Enum.GetNames<T>().FirstOrDefault(kind => kind.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } known
            ? Enum.Parse<T>(known)
            : throw new DiracException(ErrorCode.BadConfiguration, $"{Section}/{name} = {text} is none of {string.Join(", ", Enum.GetNames<T>())}.", "Mend the configuration and start again.");
    }
}
