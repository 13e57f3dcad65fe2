using System.Threading.Channels;

namespace Dirac.Tasks.RabbitMq;

/// <summary>Lets one caller work while the others wait.</summary>
internal sealed class OneAtATime
{
    private readonly Channel<bool> _free = Channel.CreateBounded<bool>(1);

    public OneAtATime() => _free.Writer.TryWrite(true);

    /// <summary>Does <paramref name="work"/> when it is its turn.</summary>
    /// <param name="work">What to do.</param>
    /// <param name="cancellationToken">Stops waiting for the turn.</param>
    public async Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        await _free.Reader.ReadAsync(cancellationToken);
        try
        {
            return await work();
        }
        finally
        {
            _free.Writer.TryWrite(true);
        }
    }
}
