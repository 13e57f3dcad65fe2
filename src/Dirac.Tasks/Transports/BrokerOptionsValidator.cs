using Dirac.Tasks.Doorbells;
using Dirac.Tasks.RabbitMq;
using Dirac.Tasks.Redis;
using Microsoft.Extensions.Options;

namespace Dirac.Tasks.Transports;

[OptionsValidator]
internal sealed partial class BrokerOptionsValidator : IValidateOptions<BrokerOptions>;

/// <summary>A broker that is asked for needs an address.</summary>
internal sealed class BrokerAddressValidator : IValidateOptions<BrokerOptions>
{
    public ValidateOptionsResult Validate(string? name, BrokerOptions options)
    {
        if ((options.Doorbell == DoorbellKind.Redis || options.Transport == TransportKind.Redis) && string.IsNullOrEmpty(options.Redis))
            return ValidateOptionsResult.Fail($"Redis is asked for, but nothing says where it is. Set Redis beside that, or {BrokerOptions.RedisVariable}.");
        // The address is not repeated: it may hold a password.
        if (!string.IsNullOrEmpty(options.Redis) && !RedisConnection.IsAddress(options.Redis))
            return ValidateOptionsResult.Fail("The address of Redis cannot be read. Write one such as 127.0.0.1:6379,password=SECRET.");
        if ((options.Doorbell == DoorbellKind.RabbitMQ || options.Transport == TransportKind.RabbitMQ) && string.IsNullOrEmpty(options.RabbitMQ))
            return ValidateOptionsResult.Fail($"RabbitMQ is asked for, but nothing says where it is. Set RabbitMQ beside that, or {BrokerOptions.RabbitMQVariable}.");
        if (!string.IsNullOrEmpty(options.RabbitMQ) && !RabbitMqConnections.IsAddress(options.RabbitMQ))
            return ValidateOptionsResult.Fail("The address of RabbitMQ cannot be read. Write one such as amqp://USER:SECRET@127.0.0.1:5672/VHOST, with %2F for a slash in VHOST.");
        return ValidateOptionsResult.Success;
    }
}
