using System.Runtime.Intrinsics.X86;

namespace ILGpuAutoencoders.Engine.Products.Simd;

/// <summary>Copies pieces of B into panels: k rows of a panel's columns each, zeros where B ends.</summary>
internal static unsafe class PanelCopy
{
    /// <summary>Packs B[k, columns] into one panel after another, each <paramref name="panelStep"/> floats after the one before.</summary>
    internal static void Panels(HostMatrix b, int k, int columns, float* panels, long panelStep)
    {
        int width = Tile.Columns, whole = b.ColumnStep == 1 ? columns / width : 0;
        // Row by row over all panels: a row of B is one long run, which the processor prefetches.
        for (int i = 0; whole > 0 && i < k; i++)
        {
            float* from = b.Values + ((long)i * b.RowStep), to = panels + ((long)i * width);
            for (int panel = 0; panel < whole; panel++, from += width, to += panelStep)
            {
                new ReadOnlySpan<float>(from, width).CopyTo(new Span<float>(to, width));
            }
        }

        for (int column = whole * width; column < columns; column += width)
        {
            Panel(b.From(0, column), k, Math.Min(width, columns - column), panels + (column / width * panelStep), width);
        }
    }

    /// <summary>Packs B[k, columns] into a panel of at least as many columns.</summary>
    internal static void Panel(HostMatrix b, int k, int columns, float* panel, int panelColumns)
    {
        float* values = b.Values;
        int rowStep = b.RowStep, columnStep = b.ColumnStep;
        if (columns < panelColumns)
        {
            new Span<float>(panel, k * panelColumns).Clear();
        }

        if (columnStep == 1)
        {
            for (int i = 0; i < k; i++)
            {
                float* from = values + ((long)i * rowStep), to = panel + ((long)i * panelColumns);
                new ReadOnlySpan<float>(from, columns).CopyTo(new Span<float>(to, columns));
            }
        }
        else if (rowStep == 1)
        {
            Transpose(values, columnStep, k, columns, panel, panelColumns);
        }
        else
        {
            for (int i = 0; i < k; i++)
            {
                for (int n = 0; n < columns; n++)
                {
                    panel[((long)i * panelColumns) + n] = values[((long)i * rowStep) + ((long)n * columnStep)];
                }
            }
        }
    }

    /// <summary>panel[k, n] = source[n · step + k], n below <paramref name="columns"/>.</summary>
    internal static void Transpose(float* source, int step, int k, int columns, float* panel, int panelColumns)
    {
        int n = 0;
        for (; Avx512F.IsSupported && n <= columns - 16; n += 16)
        {
            Squares.Transpose16(source + ((long)n * step), step, k & ~15, panel + n, panelColumns);
            Rest(source, step, k & ~15, k, n, n + 16, panel, panelColumns);
        }

        for (; Avx2.IsSupported && n <= columns - 8; n += 8)
        {
            Squares.Transpose8(source + ((long)n * step), step, k & ~7, panel + n, panelColumns);
            Rest(source, step, k & ~7, k, n, n + 8, panel, panelColumns);
        }

        for (; n <= columns - 4; n += 4)
        {
            Squares.Transpose4(source + ((long)n * step), step, k & ~3, panel + n, panelColumns);
            Rest(source, step, k & ~3, k, n, n + 4, panel, panelColumns);
        }

        Rest(source, step, 0, k, n, columns, panel, panelColumns);
    }

    private static void Rest(float* source, int step, int k, int endK, int n, int endN, float* panel, int panelColumns)
    {
        for (; n < endN; n++)
        {
            for (int i = k; i < endK; i++)
            {
                panel[((long)i * panelColumns) + n] = source[((long)n * step) + i];
            }
        }
    }
}
