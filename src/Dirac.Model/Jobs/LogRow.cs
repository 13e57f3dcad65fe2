namespace Dirac.Model.Jobs;

/// <summary>One row of a job's logging history.</summary>
/// <param name="Status">Major status, or <see cref="LoggingHistory.Same"/> for that of the row before.</param>
/// <param name="Minor">Minor status, or <see cref="LoggingHistory.Same"/>.</param>
/// <param name="Application">Application status, or <see cref="LoggingHistory.Same"/>.</param>
/// <param name="Time">When it was so, UTC.</param>
/// <param name="Order">DIRAC's StatusTimeOrder: see <see cref="LoggingHistory.OrderOf"/>.</param>
/// <param name="Source">Who said so; ends with <c>(SM)</c> when the state machine kept the old status.</param>
public sealed record LogRow(string Status, string Minor, string Application, DateTime Time, double Order, string Source);
